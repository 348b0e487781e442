namespace MultiTransport.AspNetCore.Wire;

/// <summary>Looks at bytes that pass a counter, in order and each once.</summary>
internal interface IByteObserver
{
    /// <summary>Takes the next bytes; false when it wants no more.</summary>
    bool Feed(ReadOnlySpan<byte> bytes);
}
