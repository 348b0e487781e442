namespace MultiTransport.Client;

/// <summary>By which the server is told that a message of its session was handled.</summary>
internal readonly record struct Receipt(int Session, long Number, int Bytes);
