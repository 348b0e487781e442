using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Chooses and orders the transports for one client: the ladder, less what the client cannot do, with what failed lately at the end.</summary>
internal static class TransportOffer
{
    public static IReadOnlyList<OfferedTransport> For(NegotiateRequest request, EndpointRuntime endpoint)
    {
        var able = endpoint.Transports.Where(transport => request.Transports is null || request.Transports.Contains(transport.Name, StringComparer.Ordinal)).ToArray();
        var failed = (request.Failed ?? []).GroupBy(static report => report.Name, StringComparer.Ordinal).ToDictionary(static reports => reports.Key, static reports => reports.Last().Reason, StringComparer.Ordinal);
        var working = able.Where(transport => !failed.ContainsKey(transport.Name)).Select((transport, place) => Offer(
            transport, $"{(place == 0 ? "the best that the client can do" : "next on the ladder")}: {transport.Why}"));
        var doubtful = able.Where(transport => failed.ContainsKey(transport.Name)).Select(transport => Offer(
            transport, $"last, since it failed lately here: {LogText.Clean(failed[transport.Name])}"));
        return [.. working, .. doubtful];
    }

    private static OfferedTransport Offer(ITransport transport, string why) => new() { Name = transport.Name, Path = transport.Path, Why = why };
}
