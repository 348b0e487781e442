using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Server.Doctor;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Doctor;

/// <summary>The doctor on the command line, against a real server behind the networks that the fault proxy imitates.</summary>
[Collection(QuietServer.Name)]
public sealed class DoctorCommandTests(ServerFixture server)
{
    [Theory]
    [InlineData("direct", 0, "websocket")]
    [InlineData("upgrade-stripped", 1, "sse", "upgrade-removed")]
    [InlineData("handshake-403", 1, "sse", "handshake-refused")]
    [InlineData("handshake-black-holed", 1, "sse", "handshake-dropped")]
    [InlineData("swallowed-up", 1, "sse", "websocket-swallowed")]
    [InlineData("swallowed-down", 1, "sse", "websocket-swallowed")]
    [InlineData("swallowed-both", 1, "sse", "websocket-swallowed")]
    [InlineData("text-held", 1, "stream", "content-filter")]
    [InlineData("text-held-swallowed-up", 1, "stream", "content-filter")]
    [InlineData("ziproxy", 1, "longpoll", "compressing-proxy")]
    [InlineData("one-behind", 1, "sse", "upgrade-removed", "one-behind")]
    [InlineData("buffered", 1, "longpoll", "full-buffering", "upgrade-removed")]
    [InlineData("nginx", 1, "sse", "http-1.0-upstream")]
    [InlineData("nginx-buffering", 1, "longpoll", "http-1.0-upstream")]
    [InlineData("cached-by-url", 1, "websocket", "cache")]
    [InlineData("same-url-coalesced", 1, "sse", "upgrade-removed", "cache")]
    [InlineData("body-16k", 1, "websocket", "body-limit")]
    [InlineData("portal-200", 2, null, "portal")]
    [InlineData("portal-302", 2, null, "portal")]
    [InlineData("proxy-authentication", 2, null, "proxy-authentication")]
    [InlineData("down", 2, null, "no-answer")]
    public async Task Run_OnANetwork_NamesTheCulpritAndTheTransport(string network, int exitCode, string? transport, params string[] culprits)
    {
        await using var way = FaultProxy.Start(server.Url);
        NamedFaults.Named(network).Apply(way);

        var (exit, output) = await RunAsync(way.BaseAddress.AbsoluteUri, "--json");

        var diagnosis = JsonNode.Parse(output)!["diagnosis"]!;
        Assert.Equal(culprits, diagnosis["culprits"]!.AsArray().Select(culprit => (string?)culprit!["id"]));
        Assert.Equal((exitCode, transport), (exit, (string?)diagnosis["transport"]));
    }

    [Fact]
    public async Task Run_ForATerminal_DrawsStripsAndGivesTheLines()
    {
        await using var way = FaultProxy.Start(server.Url);
        NamedFaults.Named("nginx").Apply(way);

        var (_, output) = await RunAsync(new Uri(way.BaseAddress, "doctor").AbsoluteUri);

        Assert.Contains("proxy_set_header Upgrade $http_upgrade;", output, StringComparison.Ordinal);
        Assert.Matches(@"events by POST +\|\.{0,3}o\.+o\.+o\.+o\.+o\.*\| Flows", output);
        Assert.Matches(@"events without X-Accel-Buffering +\|\.+5\.*\| Held", output);
    }

    [Fact]
    public async Task Run_WithAnAddressPastTheProxy_SaysWhoseTheTroubleIs()
    {
        await using var host = await TestHost.StartAsync(
            builder => builder.Services.AddMultiTransport(),
            app => app.MapMultiTransportDoctor("/doctor", options => options.OtherAddresses.Add(new Uri(server.Url, "doctor").AbsoluteUri)));
        await using var way = FaultProxy.Start(host.BaseAddress);
        NamedFaults.Named("upgrade-stripped").Apply(way);

        var (_, output) = await RunAsync(way.BaseAddress.AbsoluteUri);

        Assert.Contains("everything works: the trouble is in what stands before this address", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AtAServerThatIsNoDoctor_SaysSo()
    {
        await using var other = await TestHost.StartAsync(null, _ => { });

        var (exit, output) = await RunAsync(other.BaseAddress.AbsoluteUri);

        Assert.Equal(2, exit);
        Assert.Contains("it is not a MultiTransport doctor", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThroughAProxyThatIsNotThere_SaysThroughWhich()
    {
        var (exit, output) = await RunAsync(server.Url.AbsoluteUri, "--proxy", "http://user:password@127.0.0.1:9");

        Assert.Equal(2, exit);
        Assert.Contains("through the proxy http://127.0.0.1:9", output, StringComparison.Ordinal);
        Assert.DoesNotContain("password", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_WithTheWordDoctor_ExaminesInsteadOfServing()
    {
        await using var process = ServerProcess.Launch(["doctor", server.Url.AbsoluteUri]);

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Contains("Nothing stands in the way", process.Printed, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await DoctorCommand.RunAsync(arguments, output, errors, TimeProvider.System).WithTimeout();
        Assert.Empty(errors.ToString());
        return (exit, output.ToString());
    }
}
