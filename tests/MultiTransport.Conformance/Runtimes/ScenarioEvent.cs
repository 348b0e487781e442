using System.Text.Json.Nodes;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>One event of a client: open, message, transport, state, attempt, gap, close, closed, token or topic-…, with its fields by their names in the JavaScript face.</summary>
internal sealed record ScenarioEvent(string Name, JsonObject Fields)
{
    public string? this[string field] => Fields[field]?.ToString();

    /// <summary>Milliseconds since connect, by the client's clock.</summary>
    public double After => Fields["after"]!.GetValue<double>();

    public ScenarioAttempt Attempt => ScenarioAttempt.FromJson(Fields["attempt"]!);

    public override string ToString() => $"{Name} {Fields.ToJsonString()}";
}
