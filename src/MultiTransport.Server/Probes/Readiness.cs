using MultiTransport.Protocol;
using MultiTransport.Server.Api;

namespace MultiTransport.Server.Probes;

/// <summary>Whether the server should get traffic: not while it drains, and not while the store of the history does not answer.</summary>
internal sealed class Readiness(IServiceProvider services, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<string?>? _asked;
    private long _askedAt;

    public async Task<IResult> ReadAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return NotReady(ApiCode.Draining, "The server is shutting down.");
        }

        return await AskAsync() is { } fault
            ? NotReady(TopicCode.HistoryUnavailable, fault)
            : Results.Json(new ReadyAnswer(true), ApiJson.Default.ReadyAnswer);
    }

    /// <summary>Asks the store; what it said less than a second ago counts, however many ask.</summary>
    private Task<string?> AskAsync()
    {
        lock (_gate)
        {
            if (_asked is null || (_asked.IsCompleted && time.GetElapsedTime(_askedAt) >= Known))
            {
                (_asked, _askedAt) = (AskStoreAsync(), time.GetTimestamp());
            }

            return _asked;
        }
    }

    private async Task<string?> AskStoreAsync()
    {
        if (services.GetService<ITopicHistory>() is not { } history)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await history.GetEpochAsync(patience.Token).AsTask().WaitAsync(Patience, time);
            return null;
        }
        catch (Exception fault) // whatever a store throws means that it does not answer
        {
            return fault is TimeoutException or OperationCanceledException ? $"The store of the history did not answer within {Patience.TotalSeconds} s." : "The store of the history failed.";
        }
    }

    private static ApiProblem NotReady(string code, string detail) =>
        ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, code, detail) with { RetryAfter = TimeSpan.FromSeconds(1) };
}
