namespace MultiTransport.AspNetCore;

/// <summary>The answer to a negotiate request: a body, or why it is refused.</summary>
internal sealed record NegotiateAnswer(byte[] Body, Refusal? Refusal = null)
{
    public static NegotiateAnswer Refused(Refusal refusal) => new([], refusal);
}
