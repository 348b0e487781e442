using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Core.Tests;

/// <summary>What the properties draw from.</summary>
internal static class Generators
{
    /// <summary>300 cases; a failure throws with the case and its seed.</summary>
    public static Config Many { get; } = Config.QuickThrowOnFailure.WithMaxTest(300);

    /// <summary>Numbers that stand for the steps of a random run; each step divides its number into what it needs.</summary>
    public static Gen<int[]> Run(int steps) =>
        from length in Gen.Choose(1, steps)
        from run in Gen.ArrayOf(Gen.Choose(0, int.MaxValue), length)
        select run;
}
