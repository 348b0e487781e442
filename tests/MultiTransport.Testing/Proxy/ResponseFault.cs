namespace MultiTransport.Testing;

/// <summary>A fault that only meets the body of an answer. Upgrades and answers without a body pass.</summary>
public abstract record ResponseFault : RequestFault
{
    /// <summary>The content types it meets, in lower case and without parameters. <see cref="ContentTypes"/> has the usual ones.</summary>
    public Func<string, bool> Types { get; init; } = ContentTypes.All;

    internal sealed override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var answer = await next().ConfigureAwait(false);
        return answer.IsUpgrade || answer.Framing == BodyFraming.None || !Types(answer.ContentType)
            ? answer
            : await ChangeAsync(exchange, answer).ConfigureAwait(false);
    }

    internal abstract ValueTask<Answer> ChangeAsync(Exchange exchange, Answer answer);
}
