namespace MultiTransport.Client;

/// <summary>Who wants to know what became of a message.</summary>
internal interface IOutcome
{
    /// <summary>It was handled (null), or why not.</summary>
    void Settle(SessionException? error);
}
