namespace MultiTransport.Client;

/// <summary>Messages of the server are lost.</summary>
/// <param name="From">The first number that is lost; 0 with <paramref name="Session"/>.</param>
/// <param name="To">The last number that is lost; 0 with <paramref name="Session"/>.</param>
/// <param name="Session">True where the session itself was lost, and with it whatever it had not delivered.</param>
public sealed record MessageGap(long From, long To, bool Session);
