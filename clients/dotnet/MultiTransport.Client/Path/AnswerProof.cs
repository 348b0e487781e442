namespace MultiTransport.Client;

/// <summary>Of a poll: its answer. How long that may take is the poll's own matter.</summary>
internal sealed class AnswerProof : IProof
{
    private bool _attached;

    public TimeSpan NextLook => TimeSpan.FromDays(1);

    public void Opened(TimeSpan at)
    {
    }

    public void Attached(TimeSpan at) => _attached = true;

    public void Ping(TimeSpan at, ReadOnlySpan<byte> payload)
    {
    }

    public ProofResult Judge(TimeSpan now) => _attached ? ProofResult.Proven : ProofResult.Unknown;
}
