namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A product that gave itself away.</summary>
/// <param name="Product">Which.</param>
/// <param name="Evidence">By what.</param>
/// <param name="Confidence">How sure that is.</param>
internal sealed record Recognised(Product Product, string Evidence, Confidence Confidence);
