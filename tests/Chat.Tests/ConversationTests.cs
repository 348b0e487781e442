using System.Text.Json.Nodes;

namespace Chat.Tests;

/// <summary>Two people and more, talking.</summary>
public sealed class ConversationTests
{
    [Theory]
    [InlineData("websocket")]
    [InlineData("sse")]
    [InlineData("stream")]
    [InlineData("longpoll")]
    [InlineData("shortpoll")]
    public async Task Send_IsTakenDeliveredAndRead(string transport)
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna", transport);
        await using var bob = await host.RegisterAsync("bob", transport);
        var room = await anna.CreateRoomAsync("Lobby");
        await bob.AskAsync(new { @do = "join", room });

        var sent = await anna.SendAsync(room, "Hello");
        var heard = await bob.HearsMessageAsync("Hello");

        Assert.Equal(sent.ToJsonString(), heard["event"]!["message"]!.ToJsonString());
        Assert.Equal(1, (await bob.AskAsync(new { @do = "room", room }))["unread"]!.GetValue<int>());
        var id = sent["id"]!.GetValue<long>();
        await bob.AskAsync(new { @do = "receipt", room, delivered = id });
        await anna.HearsAsync(told => told["event"]?["kind"]?.GetValue<string>() == "receipt" && told["event"]!["delivered"]!.GetValue<long>() == id && told["event"]!["read"]!.GetValue<long>() == 0);
        await bob.AskAsync(new { @do = "receipt", room, read = id });
        await anna.HearsAsync(told => told["event"]?["kind"]?.GetValue<string>() == "receipt" && told["event"]!["read"]!.GetValue<long>() == id);
        Assert.Equal(0, (await bob.AskAsync(new { @do = "room", room }))["unread"]!.GetValue<int>());
    }

    [Fact]
    public async Task Send_AgainUnderTheSameName_IsTheSameMessage_AlsoFromAnotherSession()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var tablet = await anna.AnotherDeviceAsync();
        var room = await anna.CreateRoomAsync("Lobby");
        var other = await anna.CreateRoomAsync("Other");

        var first = await anna.SendAsync(room, "once", "device-1-message-1");
        var second = await tablet.SendAsync(room, "once", "device-1-message-1");

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single((await anna.AskAsync(new { @do = "history", room })).AsArray());
        Assert.Equal("client-id-used", await anna.RefusedAsync(new { @do = "send", room = other, clientId = "device-1-message-1", text = "x" }));
    }

    [Fact]
    public async Task Receipts_OnlyMoveForward_AndNotPastTheLastMessage()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var bob = await host.RegisterAsync("bob");
        var room = await anna.CreateRoomAsync("Lobby");
        await bob.AskAsync(new { @do = "join", room });
        await anna.SendAsync(room, "one");
        await anna.SendAsync(room, "two");

        Assert.Equal((2, 2), Of(await bob.AskAsync(new { @do = "receipt", room, read = 999 })));
        Assert.Equal((2, 2), Of(await bob.AskAsync(new { @do = "receipt", room, read = 1, delivered = -5 })));

        static (long, long) Of(JsonNode answer) => (answer["delivered"]!.GetValue<long>(), answer["read"]!.GetValue<long>());
    }

    [Fact]
    public async Task EditAndDelete_AreSeenByAll_AndWhatWasSaidIsGone()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var bob = await host.RegisterAsync("bob");
        var room = await anna.CreateRoomAsync("Lobby");
        await bob.AskAsync(new { @do = "join", room });
        var file = await anna.UploadAsync("secret.txt", [1, 2, 3]);
        var id = (await anna.SendAsync(room, "a secret", file: file))["id"]!.GetValue<long>();

        await anna.AskAsync(new { @do = "edit", id, text = "another secret" });
        await bob.HearsAsync(told => told["event"]?["kind"]?.GetValue<string>() == "edited" && told["event"]!["text"]!.GetValue<string>() == "another secret");
        await anna.AskAsync(new { @do = "delete", id });
        var deleted = await bob.HearsAsync(static told => told["event"]?["kind"]?.GetValue<string>() == "deleted");

        Assert.Equal("", deleted["event"]!["message"]!["text"]!.GetValue<string>());
        Assert.DoesNotContain("secret", (await bob.AskAsync(new { @do = "hello", since = 0 })).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", (await bob.AskAsync(new { @do = "history", room })).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await bob.Http.GetAsync($"/files/{file}")).StatusCode);
        Assert.Equal("message-unknown", await anna.RefusedAsync(new { @do = "edit", id, text = "x" }));
    }

    [Fact]
    public async Task History_ScrollsBackToTheFirstMessage()
    {
        await using var host = await ChatHost.StartAsync("--Chat:RequestsPerSecond", "1000");
        await using var anna = await host.RegisterAsync("anna");
        var room = await anna.CreateRoomAsync("Lobby");
        for (var number = 1; number <= 25; number++)
        {
            await anna.SendAsync(room, $"{number}");
        }

        var seen = new List<string>();
        var before = long.MaxValue;
        while ((await anna.AskAsync(new { @do = "history", room, before, limit = 10 })).AsArray() is { Count: > 0 } page)
        {
            seen.InsertRange(0, page.Select(static message => message!["text"]!.GetValue<string>()));
            before = page[0]!["id"]!.GetValue<long>();
        }

        Assert.Equal(Enumerable.Range(1, 25).Select(static number => $"{number}"), seen);
    }

    [Fact]
    public async Task Direct_IsOneConversationWhoeverOpensIt_AndCannotBeLeftOrWidened()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var bob = await host.RegisterAsync("bob");
        await using var eve = await host.RegisterAsync("eve");

        var room = (await anna.AskAsync(new { @do = "direct", user = bob.Id }))["id"]!.GetValue<long>();

        Assert.Equal(room, (await bob.AskAsync(new { @do = "direct", user = anna.Id }))["id"]!.GetValue<long>());
        Assert.Equal("room-direct", await anna.RefusedAsync(new { @do = "leave", room }));
        Assert.Equal("room-direct", await anna.RefusedAsync(new { @do = "invite", room, user = eve.Id }));
        Assert.Equal("room-unknown", await eve.RefusedAsync(new { @do = "join", room }));
        Assert.Equal("user-unknown", await anna.RefusedAsync(new { @do = "direct", user = anna.Id }));
        Assert.Equal("user-unknown", await anna.RefusedAsync(new { @do = "direct", user = 999 }));
    }

    [Fact]
    public async Task Typing_IsToldToTheOthersOnly()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var bob = await host.RegisterAsync("bob");
        var room = await anna.CreateRoomAsync("Lobby");
        await bob.AskAsync(new { @do = "join", room });

        await anna.AskAsync(new { @do = "typing", room });

        Assert.Equal(anna.Id, (await bob.HearsAsync(static told => told["typing"] is not null))["typing"]!["user"]!.GetValue<long>());
        Assert.DoesNotContain(anna.Told, static told => told["typing"] is not null);
    }

    [Fact]
    public async Task Crowds_SeeOneOrder()
    {
        await using var host = await ChatHost.StartAsync("--Chat:RequestsPerSecond", "10000");
        var names = new[] { "anna", "bob", "cleo", "dan" };
        var users = await Task.WhenAll(names.Select(name => host.RegisterAsync(name, name == "dan" ? "longpoll" : name == "cleo" ? "sse" : "websocket")));
        var room = await users[0].CreateRoomAsync("Lobby");
        foreach (var user in users[1..])
        {
            await user.AskAsync(new { @do = "join", room });
        }

        await Task.WhenAll(users.Select(async user =>
        {
            for (var number = 0; number < 50; number++)
            {
                await user.SendAsync(room, $"{user.Name} {number}");
            }
        }));
        var last = (await users[0].SendAsync(room, "the end"))["id"]!.GetValue<long>();
        foreach (var user in users)
        {
            await user.HearsMessageAsync("the end");
            var seen = user.Events.Select(static told => told["event"]!["message"]?["id"]?.GetValue<long>()).OfType<long>().ToArray();
            Assert.Equal(Enumerable.Range(1, (int)last).Select(static id => (long)id), seen);
            var numbers = user.Events.Select(static told => told["seq"]!.GetValue<long>()).ToArray();
            Assert.Equal(numbers.Order(), numbers);
        }

        foreach (var user in users)
        {
            await user.DisposeAsync();
        }
    }
}
