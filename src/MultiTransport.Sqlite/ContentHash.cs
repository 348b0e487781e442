using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MultiTransport.Sqlite;

/// <summary>Tells whether two messages under one idempotency key are the same.</summary>
internal static class ContentHash
{
    public static byte[] Of(in TopicAppend message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, message.Key);
        Add(hash, message.Publisher);
        hash.AppendData([(byte)message.Message.Kind]);
        hash.AppendData(message.Message.Payload.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>With its length, so that what ends one text cannot begin the next.</summary>
    private static void Add(IncrementalHash hash, string? text)
    {
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
