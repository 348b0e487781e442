namespace MultiTransport.Load;

/// <summary>Stands in until it is known who reads; bytes wait.</summary>
internal sealed class NoAnswer : IReceiver
{
    public static readonly NoAnswer Instance = new();

    public int Receive(Span<byte> data) => 0;
}
