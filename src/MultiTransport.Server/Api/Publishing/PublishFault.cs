namespace MultiTransport.Server.Api.Publishing;

/// <summary>What is wrong with one message of a batch.</summary>
/// <param name="Message">Its place, from 0.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Detail">What was wrong, the value, and what is accepted.</param>
internal sealed record PublishFault(int Message, string Code, string Detail);
