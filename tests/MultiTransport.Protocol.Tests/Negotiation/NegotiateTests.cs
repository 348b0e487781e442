using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiTransport.Protocol.Tests;

public sealed class NegotiateTests
{
    private const string File = "negotiate.json";

    private static readonly string[] Transports =
    [
        TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling,
    ];

    public static TheoryData<string> Requests => Vector.Names(File, "requests");

    public static TheoryData<string> Bad => Vector.Names(File, "bad");

    public static TheoryData<string> Answers => Vector.Names(File, "answers");

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_sets_its_fields_and_leaves_the_others(string name)
    {
        var vector = Vector.Get(File, "requests", name);
        var body = Encoding.UTF8.GetBytes(vector.Text("body"));
        var request = body.Length == 0 ? new NegotiateRequest() : Parse(body);
        Assert.Null(Refusal(body));
        AssertFields(vector["fields"].AsObject(), request);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_survives_being_written(string name)
    {
        var vector = Vector.Get(File, "requests", name);
        var body = vector.Text("body");
        var request = body.Length == 0 ? new NegotiateRequest() : Parse(Encoding.UTF8.GetBytes(body));
        AssertFields(vector["fields"].AsObject(), Parse(JsonSerializer.SerializeToUtf8Bytes(request, NegotiateJson.Default.NegotiateRequest)));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_request_is_refused_with_its_code(string name)
    {
        var vector = Vector.Get(File, "bad", name);
        Assert.Equal(vector.Text("code"), Refusal(vector.Has("bodyHex") ? vector.Bytes("bodyHex") : Encoding.UTF8.GetBytes(vector.Text("body"))));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_read_and_written(string name)
    {
        var body = Vector.Get(File, "answers", name)["body"];
        var answer = body.Deserialize(NegotiateJson.Default.NegotiateResponse)!;
        Assert.Equal(body["session"]!["id"]!.GetValue<string>(), answer.Session.Id);
        Assert.Equal(body["messages"]!.AsArray().Count, answer.Messages.Count);
        var written = JsonSerializer.SerializeToNode(answer, NegotiateJson.Default.NegotiateResponse);
        Assert.True(JsonNode.DeepEquals(body, written), $"Written as {written!.ToJsonString()}");
    }

    [Fact]
    public void An_answer_to_renew_is_written()
    {
        var body = Vector.Get(File, "renewed", "renewed")["body"];
        Assert.True(JsonNode.DeepEquals(body, JsonSerializer.SerializeToNode(new RenewResponse(), NegotiateJson.Default.RenewResponse)));
    }

    [Fact]
    public void The_names_of_transports_are_those_of_the_vectors_best_first() =>
        Assert.Equal(Transports, Vector.Get(File, "requests", "all transports")["fields"]["transports"]!.AsArray().Select(name => name!.GetValue<string>()));

    [Fact]
    public void The_text_of_a_credential_does_not_tell_the_secret()
    {
        var session = Vector.Get(File, "answers", "nothing was sent")["body"].Deserialize(NegotiateJson.Default.NegotiateResponse)!.Session;
        Assert.Contains(session.Id, session.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(session.Secret, session.ToString(), StringComparison.Ordinal);
    }

    private static NegotiateRequest Parse(byte[] body) => JsonSerializer.Deserialize(body, NegotiateJson.Default.NegotiateRequest)!;

    /// <summary>What a server answers: the shape is the business of <see cref="NegotiateJson"/>, and what the fields say is checked after it.</summary>
    private static string? Refusal(byte[] body)
    {
        NegotiateRequest? request;
        try
        {
            request = body.Length == 0 ? new NegotiateRequest() : Parse(body);
        }
        catch (JsonException)
        {
            return "body-malformed";
        }

        return request switch
        {
            null => "body-malformed",
            { Version: not AttachFrame.Version } => "version-unsupported",
            _ when request.Transports?.Contains(null!) == true || request.Failed?.Contains(null!) == true => "body-malformed",
            _ when request.Messages?.All(IsMessage) == false => "body-malformed",
            { Key: { } key } when !SessionId.TryParse(key, out _) => "key-malformed",
            { Transports: { } names } when !names.Intersect(Transports).Any() => "transports-none",
            _ => null,
        };
    }

    private static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexString(bytes);

    private static bool IsMessage(NegotiateMessage? message) => message switch
    {
        { Text: not null, Binary: null, Frame: null } or { Text: null, Binary: not null, Frame: null } => true,
        { Text: null, Binary: null, Frame: [not (FrameType.Text or FrameType.Binary or FrameType.TopicMessage or FrameType.TopicEvent) and var type, ..] } => FrameType.IsNumbered(type),
        _ => false,
    };

    private static void AssertFields(JsonObject fields, NegotiateRequest request)
    {
        Assert.Empty(fields.Select(field => field.Key).Except(["key", "transports", "failed", "messages", "renew"]));
        Assert.Equal(1, request.Version);
        Assert.Equal(fields["key"]?.GetValue<string>(), request.Key);
        Assert.Equal(fields["transports"]?.AsArray().Select(name => name!.GetValue<string>()), request.Transports);
        Assert.Equal(
            fields["failed"]?.AsArray().Select(failed => (failed!["name"]!.GetValue<string>(), failed["reason"]!.GetValue<string>())),
            request.Failed?.Select(failed => (failed.Name, failed.Reason)));
        Assert.Equal(
            fields["messages"]?.AsArray().Select(message => (message!["text"]?.GetValue<string>(), message["binary"]?.GetValue<string>(), message["frame"]?.GetValue<string>())),
            request.Messages?.Select(message => (message.Text, Hex(message.Binary), Hex(message.Frame))));
        Assert.Equal(
            fields["renew"] is { } renew ? (renew["id"]!.GetValue<string>(), renew["secret"]!.GetValue<string>()) : default,
            request.Renew is { } session ? (session.Id, session.Secret) : default);
    }
}
