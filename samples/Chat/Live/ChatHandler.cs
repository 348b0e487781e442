using System.Globalization;
using System.Text.Json;
using Chat.Accounts;
using Chat.Files;
using MultiTransport;

namespace Chat.Live;

/// <summary>One device of one user: answers what it asks, takes pieces of files, and lets others know that it is there.</summary>
internal sealed class ChatHandler(
    Answers answers, Uploads uploads, Presence presence, Paces paces, Devices devices, ISessions sessions, ILogger<ChatHandler> log) : MessageHandler
{
    private UserView? _me;

    public override ValueTask OnOpenAsync(Session session)
    {
        _me = new UserView(long.Parse(session.UserId!, CultureInfo.InvariantCulture), session.User!.Identity!.Name!);
        presence.Came(_me.Id);
        if (!devices.IsSignedIn(session.User!))
        {
            sessions.Kick(session.Id, "signed out"); // while it was opened
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>A piece of a file. One that is not taken is told as <c>handler-failed</c>, and the device asks how much is there.</summary>
    public override async ValueTask OnMessageAsync(Session session, Message message)
    {
        if (message.Kind != MessageKind.Binary)
        {
            throw new NotSupportedException("Texts are asked as requests; messages are pieces of files.");
        }

        await uploads.AddAsync(_me!.Id, message.Payload);
    }

    public override async ValueTask<Message> OnRequestAsync(Session session, Message request)
    {
        object? answer;
        try
        {
            paces.Require(_me!.Id);
            answer = await answers.AnswerAsync(_me, session, Read(request));
        }
        catch (ChatException refused)
        {
            answer = Error(refused.Code, refused.Message);
        }
        catch (Exception malformed) when (malformed is JsonException or NotSupportedException) // the latter: an object that does not say what it is
        {
            answer = Error("request-malformed", $"This is no request that is known here: {malformed.Message}");
        }
        catch (Exception fault)
        {
            ChatLog.Failed(log, session.Id, fault);
            answer = Error("failed", "Something went wrong here. Nothing was written; try again.");
        }

        return new Message(MessageKind.Text, JsonSerializer.SerializeToUtf8Bytes(answer, ChatJson.Options));
    }

    public override ValueTask OnCloseAsync(Session session, CloseReason reason)
    {
        if (_me is not null)
        {
            _ = presence.WentAsync(_me.Id);
        }

        return ValueTask.CompletedTask;
    }

    private static Request Read(Message request) =>
        JsonSerializer.Deserialize<Request>(request.Payload.Span, ChatJson.Options) ?? throw new JsonException("null");

    private static object Error(string code, string text) => new { error = new { code, text } };
}
