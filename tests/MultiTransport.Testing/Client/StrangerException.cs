namespace MultiTransport.Testing;

#pragma warning disable CA1032, CA1064 // internal to the client
/// <summary>What answered is not the server.</summary>
internal sealed class StrangerException(string message) : Exception(message);
