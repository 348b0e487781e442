using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>
/// Chooses and orders the transports for one client: the ladder, less what the client cannot do, with what failed lately at the end. What others say of the
/// network changes the order only: nothing is left out for it.
/// </summary>
internal static class TransportOffer
{
    public static IReadOnlyList<OfferedTransport> For(NegotiateRequest request, EndpointRuntime endpoint, SessionNetwork? network)
    {
        var able = endpoint.Transports.Where(transport => request.Transports is null || request.Transports.Contains(transport.Name, StringComparer.Ordinal));
        var failed = (request.Failed ?? []).GroupBy(static report => report.Name, StringComparer.Ordinal).ToDictionary(static reports => reports.Key, static reports => reports.Last().Reason, StringComparer.Ordinal);
        var judged = able.Select(transport => (Transport: transport, WhyLast: WhyLast(transport, failed, network))).ToList();
        var working = judged.Where(static one => one.WhyLast is null).Select((one, place) => endpoint.Working[(one.Transport, place == 0)]);
        var doubtful = judged.Where(static one => one.WhyLast is not null).Select(static one => Offer(one.Transport, one.WhyLast!));
        return [.. working, .. doubtful];
    }

    /// <summary>What most clients are offered, made once: sessions keep it.</summary>
    public static IReadOnlyDictionary<(ITransport Transport, bool IsBest), OfferedTransport> OfWorking(IReadOnlyList<ITransport> transports) => transports
        .SelectMany(static transport => (KeyValuePair<(ITransport, bool), OfferedTransport>[])
        [
            new((transport, true), Offer(transport, $"the best that the client can do: {transport.Why}")),
            new((transport, false), Offer(transport, $"next on the ladder: {transport.Why}")),
        ])
        .ToDictionary();

    private static string? WhyLast(ITransport transport, Dictionary<string, string> failed, SessionNetwork? network)
    {
        if (failed.TryGetValue(transport.Name, out var reason))
        {
            return $"last, since it failed lately here: {LogText.Clean(reason)}";
        }

        var verdict = network?.Verdict(transport.Name) ?? default;
        return verdict.IsDoubtful && Rungs.MayBeDoubtful(Rungs.Of(transport.Name))
            ? $"last: {verdict.Failed} of {verdict.Sessions} recent sessions from this network could not use it ({verdict.Reason})"
            : null;
    }

    private static OfferedTransport Offer(ITransport transport, string why) => new() { Name = transport.Name, Path = transport.Path, Why = why };
}
