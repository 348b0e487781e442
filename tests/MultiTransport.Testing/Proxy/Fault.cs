namespace MultiTransport.Testing;

/// <summary>
/// One thing that a network does. Faults are switched on for all connections with <see cref="FaultProxy.Add"/>, or for one with <see cref="FaultPlan.Faults"/>;
/// both may change at any time. Those for requests take hold with the next request, the others at once.
/// </summary>
public abstract record Fault;
