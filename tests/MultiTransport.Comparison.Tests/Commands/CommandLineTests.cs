using MultiTransport.Comparison.Commands;

namespace MultiTransport.Comparison.Tests.Commands;

public sealed class CommandLineTests
{
    [Fact]
    public void Parse_NothingAtAll_IsARun() => Assert.Empty(RunCommand.Create([]).Parse([]).Errors);

    [Theory]
    [InlineData("--scenario nonsense", "'overhead'")]
    [InlineData("--transport carrier-pigeon", "'websocket'")]
    [InlineData("--peer nobody", "'SignalR'")]
    [InlineData("--client fax", "'native'")]
    [InlineData("--clients 0", "--clients 0 must be above 0")]
    [InlineData("--rate -1", "--rate -1 must be above 0")]
    [InlineData("--size 99999999", "the largest message")]
    [InlineData("--clients 10000 --rate 1000", "10,000,000 deliveries a second")]
    [InlineData("--transport websocket --poll-interval 2", "is about shortpoll")]
    [InlineData("--client native -s reconnect", "--client native cannot do 'reconnect'")]
    [InlineData("--server 127.0.0.1:1 -s held-connections", "starts servers of its own")]
    [InlineData("--server somewhere", "is no address")]
    [InlineData("--heartbeat 0.2", "under 1 s")]
    [InlineData("compare nothing.json nowhere.json", "nothing.json")]
    [InlineData("--frobnicate", "--frobnicate")]
    public void Parse_WhatCannotBe_IsSaidWithWhatCan(string line, string expected)
    {
        var arguments = line.Split(' ');
        var errors = RunCommand.Create(arguments).Parse(arguments).Errors;
        Assert.Contains(expected, string.Join('\n', errors.Select(error => error.Message)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new string[0], "dotnet run -c Release --project samples/Comparison")]
    [InlineData(new[] { "-s", "latency", "--rounds", "3" }, "dotnet run -c Release --project samples/Comparison -- -s latency --rounds 3")]
    public void Of_Arguments_IsTheCommandToRepeat(string[] arguments, string expected) => Assert.Equal(expected, CommandLines.Of(arguments));

    [Theory]
    [InlineData(new string[0], "-s masking")]
    [InlineData(new[] { "-s", "latency", "masking", "--rounds", "3", "--json", "a.json" }, "-s masking --rounds 3")]
    [InlineData(new[] { "--full" }, "-s masking --full")]
    public void ForScenario_ARun_IsThatScenarioAlone(string[] arguments, string expected) =>
        Assert.Equal($"{CommandLines.Program} {expected}", CommandLines.ForScenario(CommandLines.Of(arguments), "masking"));
}
