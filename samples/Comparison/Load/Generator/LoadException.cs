namespace MultiTransport.Load;

/// <summary>The run is worth nothing: a wrong or missing message, a refused request, a cut connection.</summary>
internal sealed class LoadException(string message) : Exception(message);
