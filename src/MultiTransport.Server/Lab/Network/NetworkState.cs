namespace MultiTransport.Server.Lab.Network;

/// <summary>How a viewer's network stands.</summary>
/// <param name="Conditions">What it does.</param>
/// <param name="Offline">Milliseconds until it is there again; 0 where it is.</param>
/// <param name="Requests">How many are on their way through it.</param>
internal sealed record NetworkState(NetworkConditions Conditions, double Offline, int Requests);
