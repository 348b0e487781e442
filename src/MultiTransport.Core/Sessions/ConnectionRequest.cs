namespace MultiTransport;

/// <summary>What an adapter asks for when it attaches.</summary>
/// <param name="Transport">The transport's name.</param>
/// <param name="Mode">How it reads.</param>
/// <param name="Abort">Cuts the carrier; called with <paramref name="AbortState"/> when it takes no more bytes.</param>
/// <param name="AbortState">What <paramref name="Abort"/> is called with.</param>
/// <param name="Hold">How long a poll may be held; null for a connection that is not a poll.</param>
internal readonly record struct ConnectionRequest(
    string Transport, ReaderMode Mode, Action<object> Abort, object AbortState, TimeSpan? Hold = null);
