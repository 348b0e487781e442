using Dapper;

namespace Chat.Tests;

/// <summary>Devices that were away, and a server that was.</summary>
public sealed class ReturningTests
{
    [Fact]
    public async Task Hello_WithTheLastNumber_TellsWhatHappenedSince_InOrder()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var bob = await host.RegisterAsync("bob");
        var room = await anna.CreateRoomAsync("Lobby");
        await bob.AskAsync(new { @do = "join", room });
        var known = (await bob.AskAsync(new { @do = "hello" }))["seq"]!.GetValue<long>();
        await bob.Session.DisposeAsync();
        await anna.SendAsync(room, "one");
        await anna.SendAsync(room, "two");

        await bob.ConnectAsync();
        var welcome = await bob.AskAsync(new { @do = "hello", since = known });

        Assert.Null(welcome["rooms"]);
        Assert.Equal(["one", "two"], welcome["events"]!.AsArray().Select(static entry => entry!["event"]!["message"]!["text"]!.GetValue<string>()));
        Assert.Equal(known + 2, welcome["seq"]!.GetValue<long>());
        Assert.Equal([anna.Id], welcome["online"]!.AsArray().Select(static user => user!.GetValue<long>()));
    }

    [Fact]
    public async Task Hello_AfterTooMuch_OrWithANumberOfTheFuture_TellsHowEverythingIs()
    {
        await using var host = await ChatHost.StartAsync("--Chat:RequestsPerSecond", "10000");
        await using var anna = await host.RegisterAsync("anna");
        var room = await anna.CreateRoomAsync("Lobby");
        for (var number = 0; number < 501; number++)
        {
            await anna.SendAsync(room, $"{number}");
        }

        var much = await anna.AskAsync(new { @do = "hello", since = 1 });
        var future = await anna.AskAsync(new { @do = "hello", since = 9_999 });

        Assert.Null(much["events"]);
        Assert.Equal("500", much["rooms"]![0]!["last"]!["text"]!.GetValue<string>());
        Assert.NotNull(future["rooms"]);
    }

    [Fact]
    public async Task TheJournal_KeepsTheNewest_AndWhoHasAnOlderNumberIsToldHowEverythingIs()
    {
        await using var host = await ChatHost.StartAsync("--Chat:MaxEvents", "10");
        await using var anna = await host.RegisterAsync("anna");
        var room = await anna.CreateRoomAsync("Lobby");
        for (var number = 1; number <= 20; number++)
        {
            await anna.SendAsync(room, $"{number}");
        }

        var last = (await anna.AskAsync(new { @do = "hello" }))["seq"]!.GetValue<long>();
        Assert.Equal(10, host.Database.Read(static connection => connection.QuerySingle<int>("SELECT count(*) FROM event")));
        Assert.Equal(10, (await anna.AskAsync(new { @do = "hello", since = last - 10 }))["events"]!.AsArray().Count);
        Assert.NotNull((await anna.AskAsync(new { @do = "hello", since = last - 11 }))["rooms"]);
        Assert.Equal(20, (await anna.AskAsync(new { @do = "history", room })).AsArray().Count);
    }

    [Fact]
    public async Task FilesThatNobodySent_AreDeletedAfterADay()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        var room = await anna.CreateRoomAsync("Lobby");
        var sent = await anna.UploadAsync("sent.txt", [1]);
        await anna.SendAsync(room, "", file: sent);
        await anna.UploadAsync("old.txt", [2]);
        await anna.AskAsync(new { @do = "upload", name = "begun.txt", type = "", size = 5 });
        await host.Database.WriteAsync(static connection => connection.Execute("UPDATE file SET created = created - 90000000")); // 25 hours
        var young = await anna.UploadAsync("young.txt", [3]);

        Assert.Equal(2, await host.Uploads.SweepAsync());

        Assert.Equal(new[] { sent, young }.Order(), host.Database.Read(static connection => connection.Query<string>("SELECT id FROM file ORDER BY id").ToArray()));
        Assert.Equal(2, host.Database.Read(static connection => connection.QuerySingle<int>("SELECT count(*) FROM piece")));
    }

    [Fact]
    public async Task WhoJoins_IsNotToldOfBefore_AsNews()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var bob = await host.RegisterAsync("bob");
        var room = await anna.CreateRoomAsync("Lobby");
        await anna.SendAsync(room, "before");

        await bob.AskAsync(new { @do = "join", room });

        Assert.DoesNotContain("before", (await bob.AskAsync(new { @do = "hello", since = 0 })).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, (await bob.AskAsync(new { @do = "room", room }))["unread"]!.GetValue<int>());
        Assert.Contains("before", (await bob.AskAsync(new { @do = "history", room })).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatRestarts_KeepsEverything_AndSessionsComeBack()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var bob = await host.RegisterAsync("bob");
        var room = await anna.CreateRoomAsync("Lobby");
        await bob.AskAsync(new { @do = "join", room });
        await anna.SendAsync(room, "before");
        await bob.HearsMessageAsync("before");
        var known = bob.Events[^1]["seq"]!.GetValue<long>();

        await host.RestartAsync();
        await anna.SendAsync(room, "after");

        Assert.Equal(["after"], (await bob.AskAsync(new { @do = "hello", since = known }))["events"]!.AsArray().Select(static entry => entry!["event"]!["message"]!["text"]!.GetValue<string>()));
        Assert.Equal(["before", "after"], (await bob.AskAsync(new { @do = "history", room })).AsArray().Select(static message => message!["text"]!.GetValue<string>()));
    }

    [Fact]
    public async Task AnUpload_GoesOnWhereItWas()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        var content = Enumerable.Range(0, 100_000).Select(static number => (byte)(number * 7)).ToArray();
        var file = (await anna.AskAsync(new { @do = "upload", name = "x.bin", type = "", size = content.Length }))["file"]!.GetValue<string>();
        await anna.Session.SendAsync(ChatUser.Piece(file, 0, content.AsSpan(0, 60_000)));
        await anna.Session.DisposeAsync();

        await anna.ConnectAsync();
        var received = (await anna.AskAsync(new { @do = "upload-state", file }))["received"]!.GetValue<int>();
        await anna.Session.SendAsync(ChatUser.Piece(file, received, content.AsSpan(received)));
        await anna.AskAsync(new { @do = "upload-end", file });

        Assert.Equal(60_000, received);
        Assert.Equal(content, await anna.Http.GetByteArrayAsync($"/files/{file}"));
    }
}
