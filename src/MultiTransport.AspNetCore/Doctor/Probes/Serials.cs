using System.Globalization;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A number for every request that reached the server, so that an answer given twice is known.</summary>
internal sealed class Serials
{
    private readonly long _start = Random.Shared.NextInt64(1_000_000, 1_000_000_000); // it tells nobody how much the doctor is asked
    private long _next;

    public string Next() => (_start + Interlocked.Increment(ref _next)).ToString(CultureInfo.InvariantCulture);
}
