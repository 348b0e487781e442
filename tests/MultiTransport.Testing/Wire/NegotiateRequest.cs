using System.Text;
using System.Text.Json.Nodes;

namespace MultiTransport.Testing;

/// <summary>The body of a negotiate (section 6); what is null is left out.</summary>
public sealed record NegotiateRequest
{
    public int? Version { get; init; } = 1;

    public string? Key { get; init; }

    public IReadOnlyList<string>? Transports { get; init; }

    public IReadOnlyList<(string Name, string Reason)>? Failed { get; init; }

    public IReadOnlyList<WireMessage>? Messages { get; init; }

    public (string Id, string Secret)? Renew { get; init; }

    public byte[] ToJson()
    {
        var body = new JsonObject();
        if (Version is { } version)
        {
            body["version"] = version;
        }

        if (Key is not null)
        {
            body["key"] = Key;
        }

        if (Transports is not null)
        {
            body["transports"] = new JsonArray([.. Transports.Select(name => (JsonNode)name)]);
        }

        if (Failed is not null)
        {
            body["failed"] = new JsonArray([.. Failed.Select(one => new JsonObject { ["name"] = one.Name, ["reason"] = one.Reason })]);
        }

        if (Messages is not null)
        {
            body["messages"] = new JsonArray([.. Messages.Select(message => message.ToJson())]);
        }

        if (Renew is { } renew)
        {
            body["renew"] = new JsonObject { ["id"] = renew.Id, ["secret"] = renew.Secret };
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
