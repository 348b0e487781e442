using MultiTransport.Trust.Attacks.Bombs;
using MultiTransport.Trust.Attacks.Floods;
using MultiTransport.Trust.Attacks.Fuzzing;
using MultiTransport.Trust.Attacks.Logs;
using MultiTransport.Trust.Attacks.Pages;
using MultiTransport.Trust.Attacks.Slow;
using MultiTransport.Trust.Attacks.Takeovers;

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
        new SlowHeaders(), new SlowBodies(), new SlowReaders(), new SlowHttpTest("headers", "-H"), new SlowHttpTest("body", "-B"), new SlowHttpTest("read", "-X"),
        new ConnectionFlood(), new SessionFlood(), new HalfOpenUpgrades(), new PollStorm(),
        new Guessing(),
        new ForeignPage("chromium"), new ForeignPage("firefox"),
        new LogInjection(), new CompressedBombs(),
    ];
}
