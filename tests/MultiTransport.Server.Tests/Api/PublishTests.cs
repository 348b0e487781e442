using System.Text;
using System.Text.Json;

namespace MultiTransport.Server.Tests.Api;

public sealed class PublishTests
{
    private static readonly string LongText = new('x', 1001);

    [Fact]
    public async Task Publish_OfABatch_AnswersForEachMessageWhereItIs()
    {
        await using var host = await ApiHost.StartAsync();
        var session = await host.OpenAsync();

        var answer = (await host.PublishAsync(
            $$"""
            {"messages":[
              {"topic":"open:a","text":"Grüße"},
              {"topic":"open:a","json":{"price":1.10,"of":["x"]},"key":"x","publisher":"ann"},
              {"topics":["open:a","open:b"],"binary":"AAEC"},
              {"session":"{{session}}","text":"you"},
              {"user":"nobody","text":"you"}
            ]}
            """)).IsOk();

        var results = answer["results"].EnumerateArray().ToList();
        Assert.Equal(["open:a 1 False", "open:a 2 False"], results.Take(2).Select(Tell));
        Assert.Equal(["open:a 3 False", "open:b 1 False"], results[2].GetProperty("topics").EnumerateArray().Select(Tell));
        Assert.Equal([1, 0], results.Skip(3).Select(result => result.GetProperty("sessions").GetInt32()));
        Assert.Equal(8, results[0].GetProperty("epoch").GetString()!.Length);
        var page = await host.Topics.ReadHistoryAsync("open:a", new TopicHistoryQuery());
        Assert.Equal(["Grüße", """{"price":1.10,"of":["x"]}"""], page.Messages.Take(2).Select(message => message.Message.GetText()));
        Assert.Equal(("x", "ann", MessageKind.Text), (page.Messages[1].Key, page.Messages[1].Publisher, page.Messages[1].Message.Kind));
        Assert.Equal([0, 1, 2], page.Messages[2].Message.Payload.ToArray());
        Assert.Equal(MessageKind.Binary, page.Messages[2].Message.Kind);
    }

    [Fact]
    public async Task Publish_ToAnEndedSession_IsTakenByNobody()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = (await host.PublishAsync("""{"messages":[{"session":"AQAAAAAAAAAAAAAAAAAAAA","text":"Hi"}]}""")).IsOk();

        Assert.Equal(0, answer["results"][0].GetProperty("sessions").GetInt32());
    }

    public static TheoryData<string, int, string, string> Refused => new()
    {
        { "", 400, "body-malformed", "line 1" },
        { "[]", 400, "body-malformed", "accepted is {" },
        { "null", 400, "body-malformed", "messages is missing" },
        { "{}", 400, "body-malformed", "messages is missing" },
        { """{"messages":[]}""", 400, "body-malformed", "messages is empty" },
        { """{"mesages":[]}""", 400, "body-malformed", "'mesages'" },
        { """{"Messages":[]}""", 400, "body-malformed", "'Messages'" },
        { """{"messages":[],"messages":[]}""", 400, "body-malformed", "$" },
        { """{"messages":[{"topic":"open:a","topic":"open:b","text":"x"}]}""", 400, "body-malformed", "$.messages[0]" },
        { """{"messages":[{"topic":7,"text":"x"}]}""", 400, "body-malformed", "$.messages[0].topic" },
        { """{"messages":[{"topic":"open:a","binary":"not base64"}]}""", 400, "body-malformed", "$.messages[0].binary" },
        { """{"messages":[{"topic":"open:a","text":"x"}]} and more""", 400, "body-malformed", "line 1" },
        { """{"messages":[{"topic":"open:a","text":"x"},]}""", 400, "body-malformed", "line 1" },
        { """{"messages":[{"topic":"open:a","text":"\ud800"}]}""", 400, "not-utf8", "surrogate" },
        { """{"messages":[null]}""", 400, "message-malformed", "null" },
        { """{"messages":[{"topic":"open:a","text":"x","colour":"red"}]}""", 400, "message-malformed", "'colour'" },
        { """{"messages":[{"text":"x"}]}""", 400, "message-malformed", "0 of topic, topics, session and user" },
        { """{"messages":[{"topic":"open:a","user":"ann","text":"x"}]}""", 400, "message-malformed", "2 of topic" },
        { """{"messages":[{"topic":"open:a"}]}""", 400, "message-malformed", "0 of text, json and binary" },
        { """{"messages":[{"topic":"open:a","text":"x","json":null}]}""", 400, "message-malformed", "2 of text" },
        { """{"messages":[{"topics":[],"text":"x"}]}""", 400, "message-malformed", "topics is empty" },
        { """{"messages":[{"user":"ann","text":"x","key":"k"}]}""", 400, "message-malformed", "are for topics" },
        { """{"messages":[{"topic":"","text":"x"}]}""", 400, "topic-malformed", "''" },
        { """{"messages":[{"topic":"open:\u0007","text":"x"}]}""", 400, "topic-malformed", "\uFFFD" },
        { """{"messages":[{"topic":"open:*","text":"x"}]}""", 400, "topic-malformed", "'open:*'" },
        { """{"messages":[{"topic":" open:a","text":"x"}]}""", 400, "topic-malformed", "' open:a'" },
        { $$"""{"messages":[{"topic":"open:{{new string('a', 251)}}","text":"x"}]}""", 400, "topic-malformed", "255 bytes" },
        { """{"messages":[{"topics":["open:a",null],"text":"x"}]}""", 400, "topic-malformed", "''" },
        { """{"messages":[{"topic":"closed","text":"x"}]}""", 404, "topic-unknown", "'closed'" },
        { """{"messages":[{"topic":"open:a","text":"x","key":""}]}""", 400, "key-malformed", "key is ''" },
        { """{"messages":[{"topic":"open:a","text":"x","key":"a\nb"}]}""", 400, "key-malformed", "key is" },
        { $$"""{"messages":[{"topic":"open:a","text":"x","publisher":"{{new string('a', 256)}}"}]}""", 400, "key-malformed", "publisher is" },
        { """{"messages":[{"topic":"open:a","text":"x","except":"nobody"}]}""", 400, "session-malformed", "except is 'nobody'" },
        { """{"messages":[{"session":"nobody","text":"x"}]}""", 400, "session-malformed", "session is 'nobody'" },
        { """{"messages":[{"user":"","text":"x"}]}""", 400, "user-malformed", "user is empty" },
        { $$"""{"messages":[{"topic":"open:a","text":"{{LongText}}"}]}""", 413, "message-too-large", "1001 bytes; accepted are at most 1000" },
        { $$"""{"messages":[{"user":"ann","text":"{{new string('x', 65537)}}"}]}""", 413, "message-too-large", "65536" },
        { $$"""{"messages":[{{string.Join(',', Enumerable.Repeat("{}", 1001))}}]}""", 413, "batch-too-large", "1001 entries" },
        { $$"""{"messages":[{"topics":[{{string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"open:{i}\""))}}],"text":"x"}]}""", 413, "batch-too-large", "1001 topics" },
        { $$"""{"messages":[{"topic":"open:a","text":"{{new string('x', 1024 * 1024)}}"}]}""", 413, "body-too-large", "1048576 bytes" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Publish_OfWhatCannotBe_IsRefusedWithItsCode(string body, int status, string code, string told)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PublishAsync(body)).IsProblem(status, code, told);

        Assert.Empty(host.Topics.List());
    }

    [Fact]
    public async Task Publish_OfBytesThatAreNoUtf8_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var member in (string[])["text", "json"])
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, host.Host.Address("/api/publish"));
            request.Headers.Add("X-Api-Key", ApiHost.Key);
            byte[] bytes = [.. Encoding.UTF8.GetBytes($$"""{"messages":[{"topic":"open:a","{{member}}":"""), (byte)'"', 0xC3, 0x28, (byte)'"', .. "}]}"u8];
            request.Content = new ByteArrayContent(bytes) { Headers = { { "Content-Type", "application/json" } } };

            (await ApiReply.OfAsync(await client.SendAsync(request))).IsProblem(400, "not-utf8");
        }

        Assert.Empty(host.Topics.List());
    }

    [Fact]
    public async Task Publish_OfABatchThatIsHalfWrong_PublishesNothingAndTellsEveryFault()
    {
        await using var host = await ApiHost.StartAsync();

        var refused = (await host.PublishAsync(
            """{"messages":[{"topic":"open:a","text":"good"},{"topic":"closed","text":"x"},{"topic":"open:a","text":"good"},{"topic":"open:a","text":"x","colour":"red"}]}""")).IsProblem(404, "topic-unknown", "Nothing was published. Message 1:");

        Assert.Equal(["1 topic-unknown", "3 message-malformed"], refused["faults"].EnumerateArray().Select(fault => $"{fault.GetProperty("message")} {fault.GetProperty("code")}"));
        Assert.Empty(host.Topics.List());
    }

    [Fact]
    public async Task Publish_BeyondTheKeysTopics_IsForbiddenWhetherThereIsSuchATopicOrNot()
    {
        await using var host = await ApiHost.StartAsync(("Api:Keys:0:Topics:0", "open:mine:*"), ("Api:Keys:0:Topics:1", "open:one"), ("Api:Keys:0:May:2", "read"));

        (await host.PublishAsync("""{"messages":[{"topic":"open:mine:1","text":"x"},{"topic":"open:one","text":"x"}]}""")).IsOk();
        (await host.PublishAsync("""{"messages":[{"topic":"open:other","text":"x"}]}""")).IsProblem(403, "topic-forbidden", "'all'");
        (await host.PublishAsync("""{"messages":[{"topic":"open:one:2","text":"x"}]}""")).IsProblem(403, "topic-forbidden");
        (await host.PublishAsync("""{"messages":[{"topic":"closed","text":"x"}]}""")).IsProblem(403, "topic-forbidden");
        (await host.PublishAsync("""{"messages":[{"user":"ann","text":"x"}]}""")).IsProblem(403, "key-forbidden", "sessions in May");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonl")]
    public async Task Publish_OfAnotherType_IsUnsupported(string type)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = new HttpClient();
        using var content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { { "Content-Type", type } } };
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Host.Address("/api/publish")) { Content = content, Headers = { { "X-Api-Key", ApiHost.Key } } };

        (await ApiReply.OfAsync(await client.SendAsync(request))).IsProblem(415, "type-unsupported", "--json");
    }

    [Fact]
    public async Task Publish_WithExcept_LeavesThatSessionOut()
    {
        await using var host = await ApiHost.StartAsync();
        var ids = new[] { await host.OpenAsync(), await host.OpenAsync() };
        Assert.True(Protocol.SessionId.TryParse(ids[0], out var out_));
        Assert.True(Protocol.SessionId.TryParse(ids[1], out var in_));
        await host.Topics.SubscribeAsync(host.Sessions.Find(out_)!, "open:a");
        await host.Topics.SubscribeAsync(host.Sessions.Find(in_)!, "open:a");

        (await host.PublishAsync($$"""{"messages":[{"topic":"open:a","text":"{{new string('x', 1000)}}","except":"{{ids[0]}}"}]}""")).IsOk();

        Assert.InRange(host.Sessions.Describe(out_)!.LogBytes, 0, 999);
        Assert.InRange(host.Sessions.Describe(in_)!.LogBytes, 1000, 2000);
    }

    private static string Tell(JsonElement result) => $"{result.GetProperty("topic")} {result.GetProperty("position")} {result.GetProperty("repeated")}";
}
