using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>What a carrier tells its owner.</summary>
internal interface ICarrierOwner
{
    /// <summary>An <c>attached</c> with our nonce; a second one follows a promotion.</summary>
    void Attached(AttachedFrame frame);

    void Ping(ReadOnlySpan<byte> payload);

    void Pong(ReadOnlySpan<byte> payload);

    /// <summary>A numbered frame that is new was taken.</summary>
    void Delivered();
}
