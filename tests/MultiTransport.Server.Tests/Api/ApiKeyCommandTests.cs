using System.Text.RegularExpressions;
using MultiTransport.Server.Api.Keys;

namespace MultiTransport.Server.Tests.Api;

public sealed partial class ApiKeyCommandTests
{
    [Fact]
    public void Run_PrintsAKeyAndItsHash_EachTimeAnother()
    {
        var (first, second) = (Run(), Run("orders"));

        foreach (var printed in (string[])[first, second])
        {
            var key = KeyPattern().Match(printed).Value;
            var hash = HashPattern().Match(printed).Value;
            using var keys = new ApiKeys(new ApiSettings { Keys = [new ApiKeySettings { Name = "it", Hash = hash }] });
            Assert.Equal("it", keys.Find(key)?.Name);
            Assert.Contains($"Api__Keys__0__Hash={hash}", printed, StringComparison.Ordinal);
        }

        Assert.NotEqual(KeyPattern().Match(first).Value, KeyPattern().Match(second).Value);
        Assert.Contains("\"Name\": \"orders\"", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one", "two")]
    [InlineData("--help")]
    [InlineData("a\"b")]
    public void Run_WithOtherArguments_SaysHow(params string[] arguments)
    {
        var errors = new StringWriter();

        Assert.Equal(64, ApiKeyCommand.Run(arguments, TextWriter.Null, errors));
        Assert.Contains("Usage: api-key [NAME]", errors.ToString(), StringComparison.Ordinal);
    }

    private static string Run(params string[] arguments)
    {
        var output = new StringWriter();
        Assert.Equal(0, ApiKeyCommand.Run(arguments, output, TextWriter.Null));
        return output.ToString();
    }

    [GeneratedRegex("mt_[A-Za-z0-9_-]{43}")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex HashPattern();
}
