namespace MultiTransport.AspNetCore.Doctor;

/// <summary>How a product gives itself away.</summary>
/// <param name="Product">Which.</param>
/// <param name="Confidence">How sure it is then: others may do the same.</param>
/// <param name="Find">The evidence, or null.</param>
internal sealed record Fingerprint(Product Product, Confidence Confidence, Func<Readings, string?> Find);
