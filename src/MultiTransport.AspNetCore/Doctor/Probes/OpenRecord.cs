using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The record of one WebSocket while it is written.</summary>
internal sealed class OpenRecord(HttpContext context, TimeProvider time)
{
    private readonly Arrival _arrival = new(context, time.GetTimestamp());

    public long At => _arrival.At;

    public double? Greeted { get; set; }

    public double? Answered { get; set; }

    public double? Ended { get; set; }

    public bool EndedCleanly { get; set; }

    public double Now => time.GetElapsedTime(At).TotalMilliseconds;

    public SocketRecord Tell() => new() { Handshake = _arrival.Tell(), Greeted = Greeted, Answered = Answered, Ended = Ended, EndedCleanly = EndedCleanly };
}
