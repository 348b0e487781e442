using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using MultiTransport.Client;

namespace Chat.Tests;

/// <summary>What somebody sends who means no good, and what a disk does.</summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData("'; DROP TABLE message; --")]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(1)>")]
    [InlineData("\u0000\u0001\u202E reversed \uFFFF")]
    [InlineData("\"}],\"do\":\"delete\",\"id\":1")]
    public async Task Text_IsText(string text)
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        var room = await anna.CreateRoomAsync("Lobby");

        await anna.SendAsync(room, text);

        Assert.Equal(text, (await anna.AskAsync(new { @do = "history", room }))[0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task OtherPeoplesThings_AreToldFromNoneByNothing()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var eve = await host.RegisterAsync("eve");
        var room = await anna.CreateRoomAsync("Secret", isPrivate: true);
        var file = await anna.UploadAsync("a.txt", [1]);
        var id = (await anna.SendAsync(room, "hidden", file: file))["id"]!.GetValue<long>();
        var half = (await anna.AskAsync(new { @do = "upload", name = "b.txt", type = "", size = 5 }))["file"]!.GetValue<string>();

        foreach (var (mine, none) in new (object Mine, object None)[]
        {
            (new { @do = "history", room }, new { @do = "history", room = 999 }),
            (new { @do = "room", room }, new { @do = "room", room = 999 }),
            (new { @do = "join", room }, new { @do = "join", room = 999 }),
            (new { @do = "send", room, clientId = "eve-message-1", text = "x" }, new { @do = "send", room = 999, clientId = "eve-message-1", text = "x" }),
            (new { @do = "receipt", room, read = 1 }, new { @do = "receipt", room = 999, read = 1 }),
            (new { @do = "typing", room }, new { @do = "typing", room = 999 }),
            (new { @do = "online", room }, new { @do = "online", room = 999 }),
            (new { @do = "invite", room, user = eve.Id }, new { @do = "invite", room = 999, user = eve.Id }),
            (new { @do = "leave", room }, new { @do = "leave", room = 999 }),
            (new { @do = "edit", id, text = "x" }, new { @do = "edit", id = 999, text = "x" }),
            (new { @do = "delete", id }, new { @do = "delete", id = 999 }),
            (new { @do = "upload-state", file }, new { @do = "upload-state", file = new string('0', 32) }),
            (new { @do = "upload-end", file = half }, new { @do = "upload-end", file = new string('0', 32) }),
        })
        {
            Assert.Equal((await eve.AskAsync(none)).ToJsonString(), (await eve.AskAsync(mine)).ToJsonString());
        }

        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => eve.Session.SendAsync(ChatUser.Piece(half, 0, [9])))).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Http.GetAsync($"/files/{file}")).StatusCode);
        Assert.Equal("file-unknown", await eve.RefusedAsync(new { @do = "send", room = await eve.CreateRoomAsync("Mine"), clientId = "eve-message-2", text = "", file }));
        Assert.DoesNotContain("Secret", (await eve.AskAsync(new { @do = "find-rooms" })).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(eve.Told, static told => told.ToJsonString().Contains("hidden", StringComparison.Ordinal));
        Assert.Equal("hidden", (await anna.AskAsync(new { @do = "history", room }))[0]!["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", "request-malformed")]
    [InlineData("null", "request-malformed")]
    [InlineData("[]", "request-malformed")]
    [InlineData("{}", "request-malformed")]
    [InlineData("""{"do":"nonsense"}""", "request-malformed")]
    [InlineData("""{"do":"send","room":1}""", "request-malformed")]
    [InlineData("""{"do":"history","room":"1"}""", "request-malformed")]
    [InlineData("""{"do":"history","room":1,"admin":true}""", "request-malformed")]
    [InlineData("""{"do":"send","room":1,"clientId":null,"text":"x"}""", "request-malformed")]
    [InlineData("""{"do":"hello","since":1e400}""", "request-malformed")]
    [InlineData("""{"do":"create-room","name":"   "}""", "room-name-malformed")]
    [InlineData("""{"do":"send","room":1,"clientId":"short","text":"x"}""", "client-id-malformed")]
    [InlineData("""{"do":"send","room":1,"clientId":"12345678","text":" "}""", "text-empty")]
    [InlineData("""{"do":"upload","name":"../x","type":"","size":1}""", "file-malformed")]
    [InlineData("""{"do":"upload","name":"x","type":"","size":0}""", "file-too-large")]
    [InlineData("""{"do":"upload","name":"x","type":"","size":10485761}""", "file-too-large")]
    public async Task ARequestThatIsNone_GetsACode_AndTheSessionGoesOn(string request, string code)
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");

        var answer = System.Text.Json.Nodes.JsonNode.Parse((await anna.Session.RequestAsync(request)).Text)!;

        Assert.Equal(code, answer["error"]!["code"]!.GetValue<string>());
        Assert.NotNull((await anna.AskAsync(new { @do = "hello" }))["me"]);
    }

    [Fact]
    public async Task Sizes_AreBounded_AndTypesAreReadFromTheBytes()
    {
        await using var host = await ChatHost.StartAsync("--Chat:MaxTextLength", "10", "--Chat:MaxUserBytes", "1000");
        await using var anna = await host.RegisterAsync("anna");
        var room = await anna.CreateRoomAsync("Lobby");

        Assert.Equal("text-too-long", await anna.RefusedAsync(new { @do = "send", room, clientId = "12345678", text = new string('x', 11) }));
        var page = await anna.UploadAsync("page.html", Encoding.UTF8.GetBytes("<script>alert(1)</script>"));
        using var answer = await anna.Http.GetAsync($"/files/{page}");
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("files-too-many", await anna.RefusedAsync(new { @do = "upload", name = "x", type = "", size = 990 }));
        var id = (await anna.AskAsync(new { @do = "upload", name = "x", type = "", size = 10 }))["file"]!.GetValue<string>();
        foreach (var piece in new[] { ChatUser.Piece(id, 5, [1]), ChatUser.Piece(id, -1, [1]), ChatUser.Piece(id, 0, new byte[11]), ChatUser.Piece(id, 0, []), [1, 2, 3] })
        {
            await Assert.ThrowsAsync<SessionException>(() => anna.Session.SendAsync(piece));
        }

        Assert.Equal("file-incomplete", await anna.RefusedAsync(new { @do = "upload-end", file = id }));
    }

    [Fact]
    public async Task AFlood_IsRefused_AndOthersDoNotNotice()
    {
        await using var host = await ChatHost.StartAsync("--Chat:RequestsPerSecond", "5");
        await using var eve = await host.RegisterAsync("eve");
        await using var anna = await host.RegisterAsync("anna");

        var flood = Enumerable.Range(0, 100).Select(_ => eve.RefusedAsync(new { @do = "find-users" })).ToArray();

        Assert.NotNull((await anna.AskAsync(new { @do = "hello" }))["me"]);
        Assert.Contains("too-fast", await Task.WhenAll(flood));
    }

    [Fact]
    public async Task AFullDatabase_RefusesWhatIsWritten_AndNothingIsHalfDone()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        var room = await anna.CreateRoomAsync("Lobby");
        host.Database.Limit(pages: 1);

        string? code = null;
        var sent = 0;
        for (var number = 0; number < 200 && code is null; number++, sent++)
        {
            code = await anna.RefusedAsync(new { @do = "send", room, clientId = $"message-{number:000}", text = new string('x', 3_000) });
        }

        Assert.Equal("storage-unavailable", code);
        var told = anna.Events.Count(static told => told["event"]!["kind"]!.GetValue<string>() == "message");
        Assert.Equal(sent - 1, told);
        Assert.Equal(sent - 1, (await anna.AskAsync(new { @do = "history", room, limit = 100 })).AsArray().Count);
        host.Database.Limit(pages: 1_000_000);
        Assert.Null(await anna.RefusedAsync(new { @do = "send", room, clientId = $"message-{sent - 1:000}", text = "now" }));
    }

    [Fact]
    public async Task ALockedDatabase_IsToldSo_AndReadersGoOn()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        var room = await anna.CreateRoomAsync("Lobby");
        using var other = new SqliteConnection($"Data Source={host.DatabasePath};Pooling=False");
        other.Open();
        using (other.BeginTransaction())
        {
            Assert.Equal("storage-unavailable", await anna.RefusedAsync(new { @do = "send", room, clientId = "12345678", text = "x" }));
            Assert.Empty((await anna.AskAsync(new { @do = "history", room })).AsArray());
        }

        Assert.Null(await anna.RefusedAsync(new { @do = "send", room, clientId = "12345678", text = "x" }));
        Assert.Single((await anna.AskAsync(new { @do = "history", room })).AsArray());
    }
}
