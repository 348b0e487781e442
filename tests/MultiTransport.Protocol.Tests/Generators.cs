using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

/// <summary>What the properties draw from.</summary>
internal static class Generators
{
    /// <summary>1,000 cases; a failure throws with the case and its seed.</summary>
    public static Config Many { get; } = Config.QuickThrowOnFailure.WithMaxTest(1000);

    /// <summary>Any value of a varint, each length as likely as another.</summary>
    public static Gen<long> Number { get; } =
        from bits in Gen.Choose(0, 53)
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select (((long)high << 31) | (uint)low) & ((1L << bits) - 1);

    /// <summary>Text that is full of what framings trip over.</summary>
    public static Gen<string> Text { get; } = Gen
        .Elements("\n", "\r", "\r\n", " ", ":", "data:", "\0", "\uFEFF", "\u0085", "\u2028", "é", "€", "😀", "a", "=cQ==", "{\n  ")
        .ListOf()
        .Select(string.Concat);

    /// <summary>Bytes in general.</summary>
    public static Gen<byte[]> Bytes { get; } = ArbMap.Default.GeneratorFor<byte[]>();
}
