namespace MultiTransport.Server.Api.Sessions;

/// <summary>A transport that was offered, and why at its place.</summary>
internal sealed record SessionOffer(string Transport, string Why);
