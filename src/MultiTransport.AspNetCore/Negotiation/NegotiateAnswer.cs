using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The answer to a negotiate request: a body, or why it is refused.</summary>
/// <param name="Body">The JSON.</param>
/// <param name="Session">The session that it is about.</param>
/// <param name="Payload">The bytes of the messages in it.</param>
/// <param name="Messages">How many messages are in it.</param>
/// <param name="Refusal">Why not.</param>
internal sealed record NegotiateAnswer(byte[] Body, SessionId Session, long Payload = 0, int Messages = 0, Refusal? Refusal = null)
{
    public static NegotiateAnswer Refused(Refusal refusal) => new([], default, Refusal: refusal);
}
