using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The last WebSocket handshakes that bore a token, so that a client whose browser tells nothing can ask what became of its own. Bounded in number and time.</summary>
internal sealed class Arrivals(TimeProvider time)
{
    /// <summary>How many are kept; the oldest go first.</summary>
    public const int MaxCount = 1024;

    private const string TokenQuery = "try";

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<(ulong, ulong), Arrival> _byToken = [];
    private readonly Queue<(ulong High, ulong Low)> _order = new();

    /// <summary>Notes a handshake; null where it bears no token.</summary>
    public Arrival? Note(HttpContext context)
    {
        if (!TryParse(context.Request.Query[TokenQuery].ToString(), out var token))
        {
            return null;
        }

        var arrival = new Arrival(context, time.GetTimestamp());
        lock (_gate)
        {
            if (_byToken.TryAdd(token, arrival))
            {
                _order.Enqueue(token);
            }
            else
            {
                _byToken[token] = arrival; // replayed: the newest counts
            }

            while (_order.Count > MaxCount)
            {
                _byToken.Remove(_order.Dequeue());
            }
        }

        return arrival;
    }

    /// <summary>What is known under a token.</summary>
    public ArrivedResponse Find((ulong High, ulong Low) token)
    {
        lock (_gate)
        {
            return _byToken.TryGetValue(token, out var arrival) && time.GetElapsedTime(arrival.At) < Life ? arrival.Tell() : new ArrivedResponse();
        }
    }

    /// <summary>Forgets what is too old.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && time.GetElapsedTime(_byToken[oldest].At) >= Life)
            {
                _byToken.Remove(_order.Dequeue());
            }
        }
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out (ulong High, ulong Low) token)
    {
        var parsed = SessionSecret.TryParse(text, out var bits);
        token = (bits.High, bits.Low);
        return parsed;
    }
}
