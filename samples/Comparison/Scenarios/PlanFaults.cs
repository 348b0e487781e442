using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>What of a plan cannot be: found before anything runs, all at once.</summary>
internal static class PlanFaults
{
    private const int MaxSize = 1024 * 1024;
    private const int MaxClients = 50_000;
    private const double MaxDeliveries = 200_000; // a second, far above what one generator thread reads

    public static IReadOnlyList<string> Of(Plan plan, bool isRemote)
    {
        var faults = new List<string>();
        Positive(faults, "--clients", plan.Clients);
        Positive(faults, "--rate", plan.Rate);
        Positive(faults, "--seconds", plan.Seconds);
        Positive(faults, "--rounds", plan.Rounds);
        Positive(faults, "--poll-interval", plan.PollInterval);
        NotNegative(faults, "--size", plan.Size);
        NotNegative(faults, "--cookies", plan.Cookies);
        NotNegative(faults, "--round-trip", plan.RoundTrip);
        if (plan.Size > MaxSize)
        {
            faults.Add($"--size {plan.Size} is over {MaxSize}, the largest message that the server under test takes");
        }

        if (plan.Clients > MaxClients)
        {
            faults.Add($"--clients {plan.Clients} is over {MaxClients}, the most that loopback addresses and ports are planned for");
        }

        if (plan.Clients * plan.Rate > MaxDeliveries)
        {
            faults.Add($"--clients {plan.Clients} at --rate {plan.Rate} is {plan.Clients * plan.Rate:#,0} deliveries a second; one generator thread reads at most {MaxDeliveries:#,0}");
        }

        if (plan.Heartbeat < 1)
        {
            faults.Add($"--heartbeat {plan.Heartbeat} is under 1 s, the shortest that the server takes");
        }

        if (plan.PollInterval is not null && !plan.Transports.Contains(Dialect.ShortPoll))
        {
            faults.Add("--poll-interval is about shortpoll, which --transport leaves out");
        }

        if (plan.Client == Dialect.Native && plan.Scenarios is ["reconnect" or "heartbeat"])
        {
            faults.Add($"--client native cannot do '{plan.Scenarios[0]}': a bare WebSocket and a poll loop have no resumption and no heartbeat of their own; leave --client out");
        }

        if (isRemote)
        {
            string[] local = ["held-connections", "reconnect", "heartbeat", "peers", "compression"];
            faults.AddRange(plan.Scenarios.Where(local.Contains).Select(name => $"'{name}' starts servers of its own and cannot run against --server; leave one of them out"));
        }

        return faults;
    }

    private static void Positive(List<string> faults, string option, double? value)
    {
        if (value is <= 0 or double.NaN)
        {
            faults.Add($"{option} {value} must be above 0");
        }
    }

    private static void NotNegative(List<string> faults, string option, int? value)
    {
        if (value < 0)
        {
            faults.Add($"{option} {value} must not be below 0");
        }
    }
}
