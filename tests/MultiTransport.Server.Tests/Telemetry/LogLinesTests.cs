using System.Text.Json;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Telemetry;

/// <summary>Structured logs are the framework's; what they carry is ours.</summary>
public sealed class LogLinesTests
{
    [Fact]
    public async Task Json_TheLinesOfASession_BearItsIdAndTheEvents()
    {
        await using var process = ServerProcess.Launch(
            ["--urls", "http://127.0.0.1:0", "--Logging:Console:FormatterName=json", "--Logging:LogLevel:MultiTransport=Debug"]);
        var listening = JsonDocument.Parse(await process.ReadLineAsync(static line => line.Contains("\"EventId\":8000", StringComparison.Ordinal))).RootElement;
        var url = new Uri(listening.GetProperty("State").GetProperty("Url").GetString()!);
        using var client = new HttpClient { Timeout = TestTimeouts.Shared };
        using var opened = await client.PostAsync(new Uri(url, "/echo/negotiate"), null);
        var session = NegotiateAnswer.Parse(await opened.Content.ReadAsByteArrayAsync());

        var line = JsonDocument.Parse(await process.ReadLineAsync(static line => line.Contains("\"EventId\":1001", StringComparison.Ordinal))).RootElement;

        Assert.Equal("MultiTransport.AspNetCore.SessionLog", line.GetProperty("Category").GetString());
        Assert.Equal(Base64UrlText.Encode(session.Id), line.GetProperty("State").GetProperty("Session").ToString());
        Assert.Equal("/echo", line.GetProperty("State").GetProperty("Endpoint").GetString());
    }
}
