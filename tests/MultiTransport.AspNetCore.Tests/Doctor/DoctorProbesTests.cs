using System.Net.WebSockets;
using System.Text.Json;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.AspNetCore.Tests.Doctor;

/// <summary>The probes: what they tell, what they keep to themselves, and their bounds.</summary>
public sealed class DoctorProbesTests
{
    private const string Token = "AAAAAAAAAAAAAAAAAAAAAA";
    private const string OtherToken = "AAAAAAAAAAAAAAAAAAAAAQ";

    [Fact]
    public async Task Echo_OfARequestWithSecrets_ShowsNamesAndNoValues()
    {
        await using var edge = await DoctorEdge.StartAsync();

        var (_, text) = await edge.PostAsync(
            "echo", "", ("Cookie", "id=secret"), ("Authorization", "Bearer secret"), ("X-Forwarded-User", "secret"), ("X-Forwarded-For", "10.9.8.7"), ("Via", "1.1 proxy"));

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("10.9.8.7", text, StringComparison.Ordinal);
        Assert.Contains("\"Authorization\"", text, StringComparison.Ordinal);
        Assert.Contains("1.1 proxy", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_Answer_IsNeitherStoredNorIndexed()
    {
        await using var edge = await DoctorEdge.StartAsync();

        foreach (var path in (string[])["plan", "echo", "try", "nothing", ""])
        {
            using var response = await edge.Client.GetAsync(path);
            if (path != "nothing")
            {
                Assert.Equal("noindex, nofollow", Assert.Single(response.Headers.GetValues("X-Robots-Tag")));
                Assert.Equal(path.Length > 0, response.Headers.CacheControl!.NoStore);
            }
        }
    }

    [Fact]
    public async Task Page_AtItsPath_LeadsBelowASlashAndKeepsToItself()
    {
        await using var edge = await DoctorEdge.StartAsync();

        using var bare = await edge.Client.GetAsync("../doctor");
        using var page = await edge.Client.GetAsync("");
        using var script = await edge.Client.GetAsync("page/app.js");
        using var missing = await edge.Client.GetAsync("page/..%2Findex.html");

        Assert.Equal((307, "doctor/"), ((int)bare.StatusCode, bare.Headers.Location?.OriginalString));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self'; connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.EndsWith("require-trusted-types-for 'script'; trusted-types 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        Assert.Equal(404, (int)missing.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("(?i)<style|<script(?![^>]* src=)|\\s(style|on[a-z]+)=", html);
    }

    [Fact]
    public async Task Gate_APageOfAnotherSite_IsRefusedEverythingButAConclusion()
    {
        await using var edge = await DoctorEdge.StartAsync();

        foreach (var path in (string[])["echo", "try", "strip?name=sse", "record", "idle?idle=1"])
        {
            var (status, text) = await edge.PostAsync(path, "", ("Origin", "https://evil.example"));
            Assert.Equal(403, status);
            Assert.Contains("origin-refused", text, StringComparison.Ordinal);
        }

        Assert.Equal(400, (await edge.PostAsync("conclude", "", ("Origin", "https://evil.example"))).Status);
    }

    [Fact]
    public async Task Gate_APageOfAListedOrigin_MayAskAndRead()
    {
        await using var edge = await DoctorEdge.StartAsync(options => options.AllowedOrigins.Add("https://app.example"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "echo");
        request.Headers.Add("Origin", "https://app.example");

        using var response = await edge.Client.SendAsync(request);

        Assert.Equal((200, "https://app.example"), ((int)response.StatusCode, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin"))));
    }

    [Fact]
    public async Task WebSocket_WhenBothSidesSpoke_IsOnRecordForWhoKnowsItsToken()
    {
        await using var edge = await DoctorEdge.StartAsync();
        using var socket = await OpenAsync(edge, Token);
        Assert.Equal("hello", await HearAsync(socket));
        await SayAsync(socket, "hello");
        Assert.Equal("heard", await HearAsync(socket));
        await SayAsync(socket, "heard");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithTimeout();

        var record = await RecordAsync(edge, Token);

        Assert.True(record is { Greeted: not null, Answered: not null, EndedCleanly: true });
        Assert.Equal((true, 101), (record.Handshake.Arrived, record.Handshake.Answered));
    }

    [Fact]
    public async Task WebSocket_OfTwoVisitorsAtOnce_EachSeesItsOwnOnly()
    {
        await using var edge = await DoctorEdge.StartAsync();
        using var speaks = await OpenAsync(edge, Token);
        using var isSilent = await OpenAsync(edge, OtherToken);
        await SayAsync(speaks, "hello");
        Assert.Equal("hello", await HearAsync(speaks));
        Assert.Equal("heard", await HearAsync(speaks));

        Assert.NotNull((await RecordAsync(edge, Token)).Greeted);
        Assert.Null((await RecordAsync(edge, OtherToken)).Greeted);
        Assert.False((await RecordAsync(edge, "AAAAAAAAAAAAAAAAAAAAAg")).Handshake.Arrived);
        Assert.Equal(400, (await edge.PostAsync("record", "*")).Status);
    }

    [Fact]
    public async Task WebSocket_AHandshakeWithoutUpgrade_IsOnRecordAsItArrived()
    {
        await using var edge = await DoctorEdge.StartAsync();

        using var response = await edge.Client.GetAsync($"ws?try={Token}");

        Assert.Equal(426, (int)response.StatusCode);
        Assert.Equal((true, null, 426), await ArrivedAsync(edge));

        static async Task<(bool, string?, int)> ArrivedAsync(DoctorEdge edge) => (await RecordAsync(edge, Token)).Handshake is var handshake ? (handshake.Arrived, handshake.Upgrade, handshake.Answered) : default;
    }

    [Fact]
    public async Task WebSocket_OfAPageOfAnotherSite_IsRefusedAndOnRecord()
    {
        await using var edge = await DoctorEdge.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");

        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(edge, socket, Token));

        Assert.Equal(403, (await RecordAsync(edge, Token)).Handshake.Answered);
    }

    [Fact]
    public async Task Strip_WithoutAName_SaysWhichThereAre()
    {
        await using var edge = await DoctorEdge.StartAsync();

        var (status, text) = await edge.PostAsync("strip?name=nothing", "");

        Assert.Equal(400, status);
        Assert.Contains("sse-no-accel", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sse", "text/event-stream", true, true)]
    [InlineData("sse-no-accel", "text/event-stream", false, true)]
    [InlineData("sse-transform", "text/event-stream", true, false)]
    [InlineData("octet", "application/octet-stream", true, true)]
    [InlineData("ndjson-get", "application/x-ndjson", true, true)]
    public async Task Strip_OfEachKind_BearsItsHeadersAndFiveBeats(string name, string type, bool accel, bool noTransform)
    {
        await using var edge = await DoctorEdge.StartAsync();

        using var response = await edge.Client.PostAsync($"strip?name={name}", null);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(accel, response.Headers.Contains("X-Accel-Buffering"));
        Assert.Equal(noTransform, response.Headers.CacheControl!.NoTransform);
        Assert.Equal(5, text.Split("beat").Length - 1);
        Assert.Contains("end", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("idle?idle=0")]
    [InlineData("idle?idle=121")]
    [InlineData("idle?idle=x")]
    [InlineData("idle")]
    public async Task Idle_OfASilenceThatCannotBe_SaysWhatIsAccepted(string path)
    {
        await using var edge = await DoctorEdge.StartAsync();

        var (status, text) = await edge.PostAsync(path, "");

        Assert.Equal(400, status);
        Assert.Contains("accepted are 1 to 120 seconds", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_ABodyBeyondTheBound_IsRefused()
    {
        await using var edge = await DoctorEdge.StartAsync();

        Assert.Equal(413, (await edge.PostAsync("try", new string('x', ShortProbes.MaxBody + 1))).Status);
    }

    [Fact]
    public async Task Held_MoreThanMayBeAtOnce_AreRefusedAndMayComeLater()
    {
        await using var edge = await DoctorEdge.StartAsync(options => options.MaxHeld = 1);
        using (await OpenAsync(edge, Token))
        {
            Assert.Equal(503, (await edge.PostAsync("strip?name=sse", "")).Status);
        }
    }

    [Fact]
    public async Task Requests_MoreThanTheAllowance_AreRefused()
    {
        await using var edge = await DoctorEdge.StartAsync(options => options.RequestsPerSecond = 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => edge.PostAsync("echo", "")));

        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.Contains(answers, answer => answer.Status == 429);
    }

    [Fact]
    public void Allowance_AfterASecond_IsFilledByItsRate()
    {
        var time = new ManualTimeProvider();
        var allowance = new Allowance(2, time);
        Assert.Equal(20, Enumerable.Range(0, 50).Count(_ => allowance.TryTake()));

        time.Advance(TimeSpan.FromSeconds(1.5));

        Assert.Equal(3, Enumerable.Range(0, 50).Count(_ => allowance.TryTake()));
    }

    [Theory]
    [InlineData("/{id}")]
    [InlineData("/")]
    public async Task Map_APatternThatCannotBe_SaysSo(string pattern) =>
        await Assert.ThrowsAsync<ArgumentException>(() => TestHost.StartAsync(builder => builder.Services.AddMultiTransport(), app => app.MapMultiTransportDoctor(pattern)));

    [Theory]
    [InlineData("app.example", "OtherAddresses")]
    [InlineData("http://app.example/doctor?x=1", "OtherAddresses")]
    public async Task Map_AnAddressThatIsNone_SaysWhichAndWhatIsAccepted(string address, string told)
    {
        var fault = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => DoctorEdge.StartAsync(options => options.OtherAddresses.Add(address)));

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
        Assert.Contains(address, fault.Message, StringComparison.Ordinal);
    }

    private static async Task<ClientWebSocket> OpenAsync(DoctorEdge edge, string token)
    {
        var socket = new ClientWebSocket();
        await ConnectAsync(edge, socket, token);
        return socket;
    }

    private static Task ConnectAsync(DoctorEdge edge, ClientWebSocket socket, string token) =>
        socket.ConnectAsync(new UriBuilder(edge.Host.Address("doctor/ws")) { Scheme = "ws", Query = $"try={token}" }.Uri, CancellationToken.None).WithTimeout();

    private static Task SayAsync(ClientWebSocket socket, string word) => socket.SendAsync(Encoding.ASCII.GetBytes(word), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> HearAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WithTimeout();
        return Encoding.ASCII.GetString(buffer, 0, received.Count);
    }

    private static async Task<SocketRecord> RecordAsync(DoctorEdge edge, string token) =>
        JsonSerializer.Deserialize((await edge.PostAsync("record", token)).Text, DoctorJson.Default.SocketRecord)!;
}
