namespace MultiTransport.AspNetCore;

/// <summary>What one request's body takes of the process's byte budget while it is being received.</summary>
internal struct BodyShare(ByteBudget? budget)
{
    private int _bytes;

    /// <summary>So many bytes are here now, and more will come.</summary>
    public void Grow(int bytes)
    {
        budget?.Rent(bytes - _bytes);
        _bytes = bytes;
    }

    public readonly void Return() => budget?.Return(_bytes);
}
