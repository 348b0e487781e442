namespace MultiTransport.Load;

/// <summary>Told by clients how they get on, on the loop's thread.</summary>
internal interface ILoadObserver
{
    void Opened(LoadClient client);

    void Received(LoadClient client, ReadOnlySpan<byte> message);

    /// <summary>A request that carried messages up was answered.</summary>
    void Answered(LoadClient client, int messages);
}
