namespace MultiTransport.AspNetCore;

/// <summary>The answer to a negotiate request: a body where a session was opened, a problem otherwise.</summary>
internal sealed record NegotiateAnswer(Session? Session, byte[] Body, int Status = 200, string Code = "", string Detail = "");
