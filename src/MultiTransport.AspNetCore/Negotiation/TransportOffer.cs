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
        var working = judged.Where(static one => one.WhyLast is null).Select(static (one, place) => Offer(
            one.Transport, $"{(place == 0 ? "the best that the client can do" : "next on the ladder")}: {one.Transport.Why}"));
        var doubtful = judged.Where(static one => one.WhyLast is not null).Select(static one => Offer(one.Transport, one.WhyLast!));
        return [.. working, .. doubtful];
    }

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
