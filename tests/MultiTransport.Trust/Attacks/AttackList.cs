using MultiTransport.Trust.Attacks.Fuzzing;

namespace MultiTransport.Trust.Attacks;

/// <summary>All attacks.</summary>
internal static class AttackList
{
    /// <summary>Each anew, in the order of the table.</summary>
    /// <param name="keep">A folder for inputs that got an answer which the corpus does not have, or null.</param>
    public static IReadOnlyList<IAttack> All(string? keep = null) =>
    [
        .. new IFuzzTarget[]
        {
            new FramesTarget(), new AttachTarget(), new NegotiateTarget(), new OperationsTarget(), new HeadersTarget(), new TokensTarget(), new PublishTarget(), new HttpTarget(),
        }.Select(target => new FuzzAttack(target, keep)),
    ];
}
