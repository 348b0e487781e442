namespace MultiTransport.Client;

/// <summary>
/// A question to the server itself about a topic. Its answer is heard inside the turn that it came in, before anything that came after it is looked at.
/// </summary>
internal sealed class PendingOperation(Requests owner, long correlation, Action<ClientMessage> answered, Action<SessionException> failed)
    : PendingRequest(owner, correlation)
{
    public override bool IsOfApplication => false;

    protected override void Answered(ClientMessage message) => answered(message);

    protected override void Failed(SessionException error) => failed(error);
}
