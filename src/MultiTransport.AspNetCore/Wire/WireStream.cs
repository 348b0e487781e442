namespace MultiTransport.AspNetCore.Wire;

/// <summary>One HTTP/2 stream, which is one request.</summary>
internal sealed class WireStream
{
    public WireStream(int id)
    {
        Id = id;
        Up = new StreamSide(this);
        Down = new StreamSide(this);
    }

    public int Id { get; }

    public StreamSide Up { get; }

    public StreamSide Down { get; }

    /// <summary>With the gate. Whose it is, once that is known.</summary>
    public WireAccount? Owner { get; set; }
}
