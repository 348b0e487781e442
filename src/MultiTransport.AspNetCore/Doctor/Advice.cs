using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What a conclusion means for visitors, and what to try next.</summary>
internal static class Advice
{
    public static IEnumerable<string> Of(Health health, IReadOnlyList<Culprit> culprits, string? chosen, Observations observations)
    {
        if (health is Health.Healthy or Health.Unknown)
        {
            yield break;
        }

        var effect = chosen switch
        {
            null => null,
            TransportNames.WebSocket => "Visitors are connected by WebSocket and lose nothing; the ways that would step in for it do not all work.",
            TransportNames.ServerSentEvents or TransportNames.Streaming => $"Visitors are connected and lose nothing: {chosen} brings what the server sends as it is sent, and POSTs take up what they send.",
            _ => $"Visitors are connected and lose nothing, at the price of a request for every batch of messages ({chosen}).",
        };
        if (effect is not null)
        {
            yield return effect;
        }

        var blocked = culprits.FirstOrDefault(static culprit => culprit.Impairs);
        if (blocked is { Side: not Side.Server, Explains: not Symptoms.None } && chosen is not null && !observations.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            yield return "Try the same over https: what reads and changes plain http leaves TLS alone unless it is set up to inspect it.";
        }

        if (blocked is { Remedies.Count: 0 } or null && chosen is not null)
        {
            yield return "No exact line to change is known for this. The report holds what to show to whoever runs the network and the reverse proxy.";
        }
    }
}
