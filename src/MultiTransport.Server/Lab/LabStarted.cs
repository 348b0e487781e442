namespace MultiTransport.Server.Lab;

/// <summary>A run has begun.</summary>
/// <param name="Run">The first byte of the run's stamps.</param>
/// <param name="At">When it starts, by the viewer's clock on the server.</param>
internal sealed record LabStarted(byte Run, double At);
