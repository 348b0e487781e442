namespace MultiTransport.Client;

/// <summary>Asks <see cref="ClientSessionOptions.TokenProvider"/> for a token.</summary>
/// <param name="Expired">True after a refusal and for a renewal: the token given last is no good any more.</param>
public readonly record struct TokenRequest(bool Expired);
