using System.Text.Json.Nodes;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>One try of a client, as it tells it (PROTOCOL.md, 13.9).</summary>
internal sealed record ScenarioAttempt(string Transport, string Mode, double Took, string Verdict, string? Reason, string? Detail, JsonNode? Arrived)
{
    public static ScenarioAttempt FromJson(JsonNode json) => new(
        json["transport"]!.GetValue<string>(),
        json["mode"]!.GetValue<string>(),
        json["took"]!.GetValue<double>(),
        json["verdict"]!.GetValue<string>(),
        json["reason"]?.GetValue<string>(),
        json["detail"]?.GetValue<string>(),
        json["arrived"]?.DeepClone());

    public override string ToString() => $"{Mode} {Transport} {Verdict} {Reason} {Took:0} ms: {Detail} {Arrived?.ToJsonString()}".TrimEnd();
}
