namespace MultiTransport.Benchmarks.Generator;

/// <summary>The run is worth nothing: a wrong or missing echo, a refused request, a cut connection.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
