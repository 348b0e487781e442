using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using MultiTransport.AspNetCore;
using MultiTransport.Protocol;

namespace MultiTransport.Server.Api.Publishing;

/// <summary><c>POST /api/publish</c>: all of a batch is checked before the first message of it is published.</summary>
internal sealed class PublishRoute(PublishChecks checks, Batches batches, ITopics topics, ISessions sessions, IPublisher publisher)
{
    private const int MostBytes = 1024 * 1024;

    public async ValueTask<IResult> PublishAsync(ApiCall call)
    {
        var request = call.Context.Request;
        if (request.ContentType is { } type && !(MediaTypeHeaderValue.TryParse(type, out var media) && media.MatchesMediaType("application/json")))
        {
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, ApiCode.TypeUnsupported, $"Content-Type is '{Shown.Of(type)}'; accepted is application/json (curl: --json).");
        }

        if (IdempotencyKey.Read(request, out var key) is { } noKey)
        {
            return noKey;
        }

        List<PublishItem> items;
        byte[] digest;
        using (var body = await RequestBody.ReadAsync(call.Context, MostBytes))
        {
            if (body.IsTooLarge)
            {
                return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, ApiCode.BodyTooLarge, $"The body is too large; accepted are at most {MostBytes} bytes.");
            }

            digest = SHA256.HashData(body.Memory.Span);
            if (PublishReader.Read(body.Memory.Span, out var asked) is { } unreadable)
            {
                return unreadable;
            }

            if (checks.Check(asked, call.Key, out items) is { } refused)
            {
                return refused;
            }
        }

        if (items.Count > 1 && call.Spend(items.Count - 1) is { } over)
        {
            return over;
        }

        if (key is null)
        {
            return await PublishAsync(items, new PublishOutcome?[items.Count], scope: null);
        }

        var scope = IdempotencyKey.Scope(call.Key.Name, key);
        return batches.Enter(scope, digest, items.Count) is { } batch
            ? await PublishOnceAsync(items, batch)
            : ApiProblem.Of(Reused());
    }

    private async ValueTask<IResult> PublishOnceAsync(List<PublishItem> items, Batch batch)
    {
        await batch.Turn.WaitAsync();
        try
        {
            return await PublishAsync(items, batch.Done, batch.Scope);
        }
        finally
        {
            batch.Turn.Release();
        }
    }

    /// <summary>Publishes what is not done yet. Who asked may have gone: what was begun is finished.</summary>
    private async ValueTask<IResult> PublishAsync(List<PublishItem> items, PublishOutcome?[] done, string? scope)
    {
        var repeated = done.Select(static one => one is not null).ToArray();
        for (var part = 0; part < items.Count; part++)
        {
            try
            {
                done[part] ??= await PublishAsync(items[part], scope is null ? null : IdempotencyKey.OfPart(scope, part));
            }
            catch (TopicException fault)
            {
                var results = PublishResults.Of(items.GetRange(0, part), done, repeated);
                return ApiProblem.Of(fault) with { Detail = $"{fault.Message} {part} of {items.Count} were published before{(scope is null ? "" : "; the same request again, with the same Idempotency-Key, publishes the rest")}.", Results = results };
            }
        }

        return Results.Json(new PublishAnswer(PublishResults.Of(items, done, repeated)), ApiJson.Default.PublishAnswer);
    }

    private async ValueTask<PublishOutcome> PublishAsync(PublishItem item, string? idempotencyKey)
    {
        if (item.Topic is { } topic)
        {
            var how = new TopicPublish
            {
                Key = item.Key,
                Publisher = item.Publisher,
                Except = item.Except is { } except ? sessions.Find(except) : null,
                IdempotencyKey = idempotencyKey,
            };
            var published = await topics.PublishAsync(topic, item.Message, how);
            return new PublishOutcome(published.Position, 0, published.IsRepetition);
        }

        return new PublishOutcome(default, item.Session is { } id ? SendTo(id, item.Message) : publisher.PublishToUser(item.User!, item.Message), false);
    }

    private int SendTo(SessionId id, Message message) => publisher.PublishToSession(id, message) ? 1 : 0;

    private static TopicException Reused() =>
        new(TopicCode.IdempotencyKeyReused, "The Idempotency-Key was used for another body. Nothing was published; use a key of its own for each batch.");
}
