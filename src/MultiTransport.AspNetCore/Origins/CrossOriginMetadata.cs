namespace MultiTransport.AspNetCore;

/// <summary>Marks what answers for an endpoint, so that its list of origins goes for every answer.</summary>
internal sealed record CrossOriginMetadata(EndpointRuntime Endpoint);
